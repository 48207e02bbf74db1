import { tasks } from '#contract/tasks.ts'
import { serve, type Server } from '#server/platform/http.ts'
import { countTasks, listTasks } from './list.ts'
import { changeTask, changeTasks, createTask, deleteTask, readTask, restoreTask, updateTask } from './tasks.ts'

export function serveTasks(server: Server) {
  serve(server, tasks, {
    create: async ({ db, who, body }) => createTask(db, who, body),
    list: async ({ db, who, query }) => listTasks(db, who, query),
    count: async ({ db, who, query }) => countTasks(db, who, query),
    get: async ({ db, who, params }) => readTask(db, who, params.id),
    update: async ({ db, who, params, body, version }) => updateTask(db, who, params.id, body, version),
    change: async ({ db, who, params, body, version }) => changeTask(db, who, params.id, body, version),
    delete: async ({ db, who, params, version }) => deleteTask(db, who, params.id, version),
    restore: async ({ db, who, params }) => restoreTask(db, who, params.id),
    change_many: async ({ db, who, body }) => changeTasks(db, who, body),
  })
}
