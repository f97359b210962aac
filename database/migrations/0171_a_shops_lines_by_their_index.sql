-- What a shop's books sum stands in the index: a month of the largest one is tens of thousands of lines, each on a page of its own.
drop index transactions_of_a_partner;
create index transactions_of_a_partner on transactions (partner_id, id) include (kind, channel, amount_cents, at) where partner_id is not null;
