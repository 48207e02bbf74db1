import { getRouteApi, useCanGoBack, useNavigate, useRouter } from '@tanstack/react-router'
import { TaskDialog } from './task-dialog.tsx'

const route = getRouteApi('/inside/tasks/$id')

/** A task by its own address, over the planner; closed, one is where one came from. */
export function LinkedTask() {
  const { id } = route.useParams()
  const navigate = useNavigate()
  const router = useRouter()
  const canGoBack = useCanGoBack()
  return (
    <TaskDialog
      key={id}
      id={id}
      onClose={() => {
        if (canGoBack) router.history.back()
        else void navigate({ to: '/tasks' })
      }}
    />
  )
}
