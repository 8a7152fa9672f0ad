-- What V2 says of keys, texts, instants and of being run again goes for this too. Maps of names to texts are one text.

alter table community_organizations add column if not exists removed boolean default false not null;

alter table community_changes add column if not exists powers varchar default '' not null;

alter table community_communities add column if not exists billing_account varchar;
alter table community_communities add column if not exists channels varchar default '-' not null;
alter table community_communities add column if not exists labels varchar default '-' not null;
alter table community_communities add column if not exists restrictions varchar default '-' not null;
alter table community_communities add column if not exists agent_kind varchar;
alter table community_communities add column if not exists agent_id varchar;
alter table community_communities add column if not exists sharing_epoch bigint default 0 not null;

alter table community_projects add column if not exists labels varchar default '-' not null;
alter table community_projects add column if not exists units_per_hour bigint;
alter table community_projects add column if not exists units_per_execution bigint;
alter table community_projects add column if not exists unit_balance bigint;

create table if not exists community_invitations (
    organization_id varchar_casesensitive(192) not null,
    id varchar_casesensitive(192) not null,
    community varchar_casesensitive(192) not null,
    role varchar not null,
    recipient_kind varchar_casesensitive(64) not null,
    recipient_id varchar_casesensitive(192) not null,
    inviter_kind varchar not null,
    inviter_id varchar not null,
    token_hash varchar,
    created_at bigint not null,
    expires_at bigint,
    max_uses bigint,
    uses bigint not null,
    revision bigint not null,
    primary key (organization_id, id)
);

create index if not exists community_invitations_by_community
    on community_invitations (organization_id, community, id);

create index if not exists community_invitations_by_recipient
    on community_invitations (organization_id, recipient_kind, recipient_id, id);

create table if not exists community_resources (
    organization_id varchar_casesensitive(192) not null,
    id varchar_casesensitive(192) not null,
    project varchar_casesensitive(192) not null,
    community varchar_casesensitive(192) not null,
    type varchar_casesensitive(192) not null,
    name varchar not null,
    name_key varchar_casesensitive(1536) not null,
    description varchar not null,
    labels varchar not null,
    creator_kind varchar,
    creator_id varchar,
    created_at bigint not null,
    updated_at bigint not null,
    version bigint not null,
    created_in bigint not null,
    primary key (organization_id, id)
);

create index if not exists community_resources_by_name
    on community_resources (organization_id, community, project, type, name_key, id);

create table if not exists community_publications (
    organization_id varchar_casesensitive(192) not null,
    community varchar_casesensitive(192) not null,
    resource varchar_casesensitive(192) not null,
    project varchar_casesensitive(192) not null,
    source varchar not null,
    since bigint not null,
    revision bigint not null,
    primary key (organization_id, community, resource)
);

create index if not exists community_publications_by_project
    on community_publications (organization_id, project, resource, community);

create table if not exists community_attachments (
    organization_id varchar_casesensitive(192) not null,
    project varchar_casesensitive(192) not null,
    resource varchar_casesensitive(192) not null,
    community varchar_casesensitive(192) not null,
    since bigint not null,
    revision bigint not null,
    primary key (organization_id, project, resource)
);

create index if not exists community_attachments_by_community
    on community_attachments (organization_id, community, resource, project);

create table if not exists community_usage (
    organization_id varchar_casesensitive(192) not null,
    project varchar_casesensitive(192) not null,
    usage_key varchar_casesensitive(192) not null,
    units bigint not null,
    reported_at bigint not null,
    primary key (organization_id, project, usage_key)
);

create table if not exists community_deletions (
    organization_id varchar_casesensitive(192) not null,
    scope_kind varchar_casesensitive(64) not null,
    scope_id varchar_casesensitive(192) not null,
    deleted_at bigint not null,
    deleted_in bigint not null,
    purging boolean default false not null,
    primary key (organization_id, scope_kind, scope_id)
);

-- What was deleted before deletions were kept.
insert into community_deletions (organization_id, scope_kind, scope_id, deleted_at, deleted_in)
select c.organization_id, 'community', c.id, c.deleted_at, c.deleted_in from community_communities c
where c.deleted_in is not null and not exists (select 1 from community_deletions d
    where d.organization_id = c.organization_id and d.scope_kind = 'community' and d.scope_id = c.id);

insert into community_deletions (organization_id, scope_kind, scope_id, deleted_at, deleted_in)
select p.organization_id, 'project', p.id, p.deleted_at, p.deleted_in from community_projects p
where p.deleted_in is not null and not exists (select 1 from community_deletions d
    where d.organization_id = p.organization_id and d.scope_kind = 'project' and d.scope_id = p.id);

insert into community_schema_version (version)
select 3 where not exists (select 1 from community_schema_version where version = 3);
