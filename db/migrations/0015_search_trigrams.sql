-- The tenant is no key of the trigram indexes: its list names every row of a firm, and reading it took most of the time of a
-- search. Three letters in a row narrow far more; the function that asks checks the tenant on the rows it meets.
drop index search_entry_trigram;
create index search_entry_trigram on search_entry using gin (folded gin_trgm_ops);
drop index search_word_trigram;
create index search_word_trigram on search_word using gin (word gin_trgm_ops);
