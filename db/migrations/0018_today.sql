-- For the start page: what was done by hand to companies, newest first.
create index history_by_hand on history (tenant_id, id) where company_id is not null and via in ('screen', 'api');

-- What is tied to a record is not the record itself: who asks the history for categories finds these entries.
do $$
begin
  execute replace(pg_get_functiondef('tell_category_changes()'::regprocedure),
    '''changed'', kind, record_id,', '''changed'', kind || ''_category'', record_id,');
end $$;
