-- What the application's own role may do, applied after the migrations and the definitions. Whatever is not said here is refused.
grant usage on schema public to generation_hdf;
grant select, insert, update, delete on all tables in schema public to generation_hdf;
revoke insert, update, delete on transactions, transaction_kinds, wallets, settlement_lines, migrations, definitions from generation_hdf;
revoke insert, delete on settlements from generation_hdf;
revoke update, delete on audit_facts, application_events, apprentice_aid_events from generation_hdf;
-- A view acts with the rights of its owner: what may not be written in a table may not be written through a view of it.
do $$ begin
  execute (select 'revoke insert, update, delete on ' || string_agg(format('public.%I', viewname), ', ') || ' from generation_hdf'
    from pg_views where schemaname = 'public');
end $$;
revoke execute on function post_transaction, post_refund, credit_applications, close_wallets, hold_journal, settle_partners from public;
grant execute on function post_transaction, post_refund, credit_applications, close_wallets, settle_partners to generation_hdf;
revoke execute on function move_wallets from public;
grant execute on function move_wallets to generation_hdf;
