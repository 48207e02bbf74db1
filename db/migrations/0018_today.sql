-- For the start page: what was done by hand to companies, newest first.
create index history_by_hand on history (tenant_id, id) where company_id is not null and via in ('screen', 'api');
