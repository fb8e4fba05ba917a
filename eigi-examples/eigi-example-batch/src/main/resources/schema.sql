create table if not exists call_attempt (
	id varchar(36) primary key,
	attempt clob not null
);

create table if not exists campaign_call (
	id varchar(36) primary key,
	campaign varchar(100) not null,
	number varchar(20) not null,
	name varchar(200) not null,
	state varchar(20) not null,
	attempt_id varchar(36) references call_attempt (id),
	outcome varchar(50),
	seconds bigint,
	unique (campaign, number)
);
