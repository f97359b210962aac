-- Deleting a file asks each table that may show it: without these, all of its rows, each time that somebody sends another photo.
create index applications_by_photo on card_applications (photo_file_id) where photo_file_id is not null;
create index applications_by_identity_document on card_applications (identity_file_id) where identity_file_id is not null;
create index cards_by_photo on cards (photo_file_id);
create index aid_requests_by_contract on apprentice_aid_requests (contract_file_id) where contract_file_id is not null;
create index aid_requests_by_bank_details on apprentice_aid_requests (bank_file_id) where bank_file_id is not null;
create index aid_requests_by_lodging_certificate on apprentice_aid_requests (lodging_file_id) where lodging_file_id is not null;
