-- Which scripts have run. Row 0 is no script: nodes that want to migrate take turns by locking it.
create table if not exists community_schema_version (
    version integer not null,
    -- Of the script's text, noted by what ran it; null where nothing did.
    checksum bigint,
    primary key (version)
);

insert into community_schema_version (version) values (0), (1) on conflict do nothing;
