-- How many payments a day for which one cashier says that they saw an identity paper.
insert into vigilance_thresholds values ('identity-papers', 10, 30);
