-- Which scripts have run, and what every node looks at with all that it reads or writes (community_schema). Row 0 of the
-- versions is no script: nodes that want to migrate take turns by locking it.
--
-- Raises the floor to 1: no library works without these tables.

create table if not exists community_schema_version (
    version integer not null,
    -- Of the script's text, noted by what ran it; null where nothing did.
    checksum bigint,
    primary key (version)
) engine = InnoDB row_format = dynamic default character set utf8mb4 collate utf8mb4_nopad_bin;

-- One row. A library that knows fewer scripts than needs_version says must not work here: a script that older libraries
-- could not live with raises it. The identity is that of this database, and the sample a text that comes back as it is here
-- only through a session that changes no text.
create table if not exists community_schema (
    id integer not null,
    needs_version integer not null,
    identity varchar(64) not null,
    sample varchar(64) not null,
    primary key (id)
) engine = InnoDB row_format = dynamic default character set utf8mb4 collate utf8mb4_nopad_bin;

insert ignore into community_schema (id, needs_version, identity, sample)
values (0, 1, uuid(), convert(0x41C3A92065CC8120E697A5E69CAC20E2808BEFAC8120EFBFBF20F09F9880F09F988120F48FBFBF205C27226020 using utf8mb4));

insert ignore into community_schema_version (version) values (0), (1);
