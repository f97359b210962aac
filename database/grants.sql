-- What the application's own role may do, applied after the migrations. Whatever is not said here is refused.
grant usage on schema public to generation_hdf;
grant select, insert, update, delete on all tables in schema public to generation_hdf;
revoke insert, update, delete on transactions, transaction_kinds, wallets, settlement_lines, migrations from generation_hdf;
revoke insert, delete on settlements from generation_hdf;
revoke update, delete on audit_facts, application_events, apprentice_aid_events from generation_hdf;
revoke execute on function post_transaction, credit_applications, close_wallets, settle_partners from public;
grant execute on function post_transaction, credit_applications, close_wallets, settle_partners to generation_hdf;
