-- The register's vocabulary has every word of four letters and more that units are found by, of their places too, and learns
-- the new ones: whatever is part of none of them need not be looked for among two million units.
comment on table register.word is 'The words of names and places of units, by which a mistyped one is put right, and that tell what no unit has.';
insert into register.word
  select w.word, least(count(*), 1000000) from register.unit u, string_to_table(u.folded, ' ') w (word)
  where length(w.word) between 4 and 500 group by w.word
  on conflict (word) do update set weight = excluded.weight;
create index word_trigram on register.word using gin (word gin_trgm_ops);

create function register.learn_words() returns trigger language plpgsql as $$
begin
  insert into register.word
    select w.word, 1 from string_to_table(new.folded, ' ') w (word) where length(w.word) between 4 and 500
    order by 1 on conflict (word) do nothing;
  return null;
end $$;
create trigger learn after insert or update of folded on register.unit for each row execute function register.learn_words();

-- As before, with that vocabulary.
create or replace function register.finish_load(made_at timestamptz) returns void
language plpgsql security definer set search_path = public, pg_temp set maintenance_work_mem = '256MB' as $$
declare
  name text;
  unit_count integer;
  sub_unit_count integer;
begin
  if acting_tenant() is not null then raise exception 'The register is written by no firm.' using errcode = '42501'; end if;
  alter table register.unit_next add constraint unit_next_pkey primary key (org_number);
  call register.index_units('unit_next');
  analyze register.unit_next;
  -- Those who watch hear what is new since the copy before, as they would of the feed.
  if (select as_of is not null from register.copy) then
    insert into register.change (org_number, kind)
      select coalesce(n.org_number, o.org_number), 'unit'
      from register.unit_next n full join register.unit o on o.org_number = n.org_number
      where n.unit is distinct from o.unit and o.org_number is not null;
  end if;
  create table register.word_next (like register.word including comments);
  insert into register.word_next
    select w.word, least(count(*), 1000000) from register.unit_next u, string_to_table(u.folded, ' ') w (word)
    where length(w.word) between 4 and 500 group by w.word;
  alter table register.word_next add constraint word_next_pkey primary key (word);
  create index word_next_trigram on register.word_next using gin (word gin_trgm_ops);
  analyze register.word_next;
  select count(*) filter (where not is_sub_unit), count(*) filter (where is_sub_unit) into unit_count, sub_unit_count
    from register.unit_next;
  -- From here on searches wait: all that takes long is done.
  drop table register.unit;
  drop table register.word;
  alter table register.unit_next rename to unit;
  alter table register.unit rename constraint unit_next_pkey to unit_pkey;
  alter table register.word_next rename to word;
  alter table register.word rename constraint word_next_pkey to word_pkey;
  alter index register.word_next_trigram rename to word_trigram;
  foreach name in array '{name,likely,weight,trigram,branch_trigram,parent}'::text[] loop
    execute format('alter index register.%I rename to %I', 'unit_next_' || name, 'unit_' || name);
  end loop;
  foreach name in array '{unit,word}'::text[] loop
    execute format('grant select, insert, update, delete on register.%I to kundebok_app', name);
    execute format('create trigger refuse_firms before insert or update or delete on register.%I for each statement execute function register.refuse_firms()', name);
  end loop;
  create trigger learn after insert or update of folded on register.unit for each row execute function register.learn_words();
  -- The feeds tell what has changed since the files were made, and somewhat before.
  insert into register.feed (name, last_at) select feed, made_at - interval '1 day' from unnest('{enheter,underenheter}'::text[]) feed
    on conflict on constraint feed_pkey do update set last_id = null, last_at = excluded.last_at;
  update register.copy set state = 'ready', as_of = made_at, followed_at = null, problem = null,
    units = unit_count, sub_units = sub_unit_count;
end $$;

-- As before; the vocabulary is asked before the trigrams.
create or replace function register.find_containing(words text[], wanted integer)
returns table (org_number text, tier integer, weight smallint, folded text)
language plpgsql stable set enable_seqscan = off as $$
declare
  begins_word text[] := (select array_agg('% ' || word || '%') from unnest(words) word);
  conditions text := (select string_agg(format('folded like %L', '%' || word || '%'), ' and ') from unnest(words) word);
  first_ones text := '(select org_number, weight, folded from register.unit where weight >= 2 order by weight desc limit 2500) e where ' || conditions;
  in_order text := 'select org_number, case when folded like all ($2) then 2 else 3 end as tier, weight, folded from (select * from %s) met
    order by tier, weight desc, folded, org_number limit $1';
  met integer;
begin
  if not exists (select from unnest(words) word where length(word) >= 3) then return; end if;
  execute 'select count(*) from (select from ' || first_ones || ' limit $1) met' into met using wanted;
  if met >= wanted then
    return query execute format(in_order, first_ones) using wanted, begins_word;
    return;
  end if;
  perform set_config('enable_indexscan', 'off', true), set_config('enable_indexonlyscan', 'off', true);
  -- What is part of no word of the register is part of no unit's: most typing errors need look no further.
  if exists (select from unnest(words) typed where length(typed) >= 4
      and not exists (select from register.word w where w.word like '%' || typed || '%')) then
    perform set_config('enable_indexscan', 'on', true), set_config('enable_indexonlyscan', 'on', true);
    return;
  end if;
  return query execute format(in_order, '(select org_number, weight, folded from register.unit where not is_sub_unit and '
    || conditions || ' limit 400) e') using wanted, begins_word;
  get diagnostics met = row_count;
  if met = 0 then
    return query execute format(in_order, '(select org_number, weight, folded from register.unit where is_sub_unit and '
      || conditions || ' limit 400) e') using wanted, begins_word;
  end if;
  perform set_config('enable_indexscan', 'on', true), set_config('enable_indexonlyscan', 'on', true);
end $$;

