-- The IBAN of a transfer is kept as long as somebody may ask where the money went, and no longer.
alter table transfers
  drop constraint what_is_sent_is_in_a_file_with_its_account,
  add constraint what_is_sent_is_in_a_file_with_its_account check (
    num_nonnulls(file_id, message_id, siret, bank_account_id, holder, iban_first4, iban_last4) = case when state = 'waiting' then 0 else 7 end
  ),
  add constraint an_iban_is_kept_as_long_as_its_transfer_is_under_way check (
    case state when 'waiting' then iban_encrypted is null when 'sent' then iban_encrypted is not null else true end
  );
