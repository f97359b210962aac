-- What the application's own role may do, applied after the migrations and the definitions. Whatever is not said here is refused.
grant usage on schema public to generation_hdf;
grant select, insert, update, delete on all tables in schema public to generation_hdf;
-- A backup says how far each has gone.
grant select on all sequences in schema public to generation_hdf;
revoke insert, update, delete on transactions, transaction_kinds, wallets, settlement_lines, summing, sums_by_kind, sums_by_day,
  sums_by_partner, sums_to_settle, migrations, definitions from generation_hdf;
revoke insert, delete on settlements from generation_hdf;
revoke delete on freezes, departures from generation_hdf;
revoke insert, delete on debts from generation_hdf;
revoke update, delete on corrections, closings, agreements, agreement_texts from generation_hdf;
revoke update, delete on application_events, apprentice_aid_events, seals from generation_hdf;
-- A fact goes once its seal keeps its hash: its trigger sees to it.
revoke update on audit_facts from generation_hdf;
-- A view acts with the rights of its owner: what may not be written in a table may not be written through a view of it.
do $$ begin
  execute (select 'revoke insert, update, delete on ' || string_agg(format('public.%I', viewname), ', ') || ' from generation_hdf'
    from pg_views where schemaname = 'public');
end $$;
revoke execute on function post_transaction, post_refund, credit_applications, close_wallets, freeze_wallets, thaw_wallets,
  withdraw_wallets, deduct_debts, repay_debts, sum_lines, hold_sums, take_dues, give_dues_back, hold_partners, settle_partners,
  hold_frozen_lines, keep_hashes from public;
grant execute on function post_transaction, post_refund, credit_applications, close_wallets, freeze_wallets, thaw_wallets,
  withdraw_wallets, sum_lines, settle_partners, hold_frozen_lines, keep_hashes to generation_hdf;
revoke execute on function say_lines_paid from public;
grant execute on function say_lines_paid to generation_hdf;
revoke delete on transfers, transfer_files from generation_hdf;
revoke execute on function move_wallets from public;
grant execute on function move_wallets to generation_hdf;
grant execute on function hold_partners to generation_hdf;
