-- Of what the secret of a mail is made, where its address is nobody's account: somebody may ask to join for two shops at once, by one letter box.
alter table messages add column about_id integer;

-- Which text was shown to who asked for a code: the box that was ticked under it is not ticked under another.
alter table joining_applications add column read_version integer references agreement_texts;
drop index applications_to_join_by_address;
