-- An import is worked on by jobs: how far they have come, whether the work rests, and why a file could not be read.
alter table import drop constraint import_state_check;
alter table import
  add constraint import_state_check check (state in ('receiving', 'reading', 'unreadable', 'read', 'checking', 'checked',
    'importing', 'imported', 'undoing', 'undone')),
  add column halt text check (halt in ('paused', 'failed')),
  add column refusal text,
  add column turn integer not null default 0,
  add column last_number integer not null default 0;
comment on column import.halt is 'Why the work rests: somebody paused it, or it failed again and again.';
comment on column import.refusal is 'Why the file could not be read: a code of contract/messages.ts.';
comment on column import.turn is 'Of several jobs for the same import only the one with this number works.';
comment on column import.last_number is 'The row that the reading or the check has come to.';

-- What an open page was at until now goes on when somebody says so.
alter table import no force row level security;
update import set state = 'read', done_rows = 0, counts = '{}' where state = 'checking';
update import set state = 'imported' where state = 'undoing';
update import set halt = 'paused' where state = 'importing';
alter table import force row level security;
