-- Every key and index but one begins with the organization, so that a row is never found without it. There are no
-- foreign keys: the engine keeps what belongs together under the organization's lock, and what is purged is purged in
-- batches.
--
-- Texts compare by code point, whatever the database's collation is; 64 code points are the most an id has, 256 the most
-- a folded name has. Maps of names to texts are one text. Instants are microseconds since 1970 in UTC.
--
-- Raises the floor to 2: a library that does not know these tables has nothing to work with.
--
-- Every statement can be run again, for MariaDB commits each of them.

create table if not exists community_organizations (
    organization_id varchar(64) not null,
    revision bigint not null,
    -- Not so of what has ended: of that, nothing stays but the last revision.
    present boolean not null,
    name varchar(256) not null,
    default_community varchar(64) not null,
    registered_at bigint not null,
    bindings_version bigint not null,
    removed boolean not null,
    dropped_changes bigint not null,
    primary key (organization_id)
) engine = InnoDB row_format = dynamic default character set utf8mb4 collate utf8mb4_nopad_bin;

create table if not exists community_subjects (
    organization_id varchar(64) not null,
    kind varchar(64) not null,
    id varchar(64) not null,
    present boolean not null,
    epoch bigint not null,
    since bigint not null,
    left_in bigint,
    signed_in boolean not null,
    primary key (organization_id, kind, id)
) engine = InnoDB row_format = dynamic default character set utf8mb4 collate utf8mb4_nopad_bin;

create table if not exists community_group_members (
    organization_id varchar(64) not null,
    group_id varchar(64) not null,
    member_kind varchar(64) not null,
    member_id varchar(64) not null,
    revision bigint not null,
    primary key (organization_id, group_id, member_kind, member_id)
) engine = InnoDB row_format = dynamic default character set utf8mb4 collate utf8mb4_nopad_bin;

create index if not exists community_group_members_by_member
    on community_group_members (organization_id, member_kind, member_id, group_id);

create table if not exists community_communities (
    organization_id varchar(64) not null,
    id varchar(64) not null,
    kind varchar(64) not null,
    name varchar(256) not null,
    name_key varchar(256) not null,
    follows_organization boolean not null,
    description varchar(256) not null,
    zone varchar(64),
    billing_account varchar(64),
    channels mediumtext not null,
    labels mediumtext not null,
    restrictions mediumtext not null,
    agent_kind varchar(64),
    agent_id varchar(64),
    agent_since bigint,
    sharing_epoch bigint not null,
    invited_in bigint,
    creator_kind varchar(64),
    creator_id varchar(64),
    created_at bigint not null,
    updated_at bigint not null,
    version bigint not null,
    bindings_version bigint not null,
    created_in bigint not null,
    deleted_in bigint,
    deleted_at bigint,
    primary key (organization_id, id)
) engine = InnoDB row_format = dynamic default character set utf8mb4 collate utf8mb4_nopad_bin;

create index if not exists community_communities_by_name
    on community_communities (organization_id, name_key, id);

create table if not exists community_projects (
    organization_id varchar(64) not null,
    id varchar(64) not null,
    community varchar(64) not null,
    name varchar(256) not null,
    name_key varchar(256) not null,
    description varchar(256) not null,
    labels mediumtext not null,
    units_per_hour bigint,
    units_per_execution bigint,
    unit_balance bigint,
    creator_kind varchar(64),
    creator_id varchar(64),
    created_at bigint not null,
    updated_at bigint not null,
    version bigint not null,
    bindings_version bigint not null,
    created_in bigint not null,
    deleted_in bigint,
    deleted_at bigint,
    primary key (organization_id, id)
) engine = InnoDB row_format = dynamic default character set utf8mb4 collate utf8mb4_nopad_bin;

create index if not exists community_projects_by_name
    on community_projects (organization_id, community, name_key, id);

create table if not exists community_bindings (
    organization_id varchar(64) not null,
    scope_kind varchar(64) not null,
    scope_id varchar(64) not null,
    subject_kind varchar(64) not null,
    subject_id varchar(64) not null,
    role varchar(64) not null,
    within_community varchar(64),
    since bigint not null,
    expires_at bigint,
    revision bigint not null,
    primary key (organization_id, scope_kind, scope_id, subject_kind, subject_id, role)
) engine = InnoDB row_format = dynamic default character set utf8mb4 collate utf8mb4_nopad_bin;

create index if not exists community_bindings_by_role
    on community_bindings (organization_id, scope_kind, scope_id, role, subject_kind, subject_id);

create index if not exists community_bindings_by_subject
    on community_bindings (organization_id, subject_kind, subject_id, scope_kind, scope_id, role);

-- Without the organization, since an engine asks when it starts which roles are bound anywhere, and which to
-- all users of an organization (POL-2, MEM-2).
create index if not exists community_bindings_roles
    on community_bindings (role, subject_kind);

create table if not exists community_departures (
    organization_id varchar(64) not null,
    community varchar(64) not null,
    subject_kind varchar(64) not null,
    subject_id varchar(64) not null,
    revision bigint not null,
    kept_out boolean not null,
    primary key (organization_id, community, subject_kind, subject_id)
) engine = InnoDB row_format = dynamic default character set utf8mb4 collate utf8mb4_nopad_bin;

create index if not exists community_departures_by_subject
    on community_departures (organization_id, subject_kind, subject_id, community);

create table if not exists community_leftovers (
    organization_id varchar(64) not null,
    kind varchar(64) not null,
    id varchar(64) not null,
    primary key (organization_id, kind, id)
) engine = InnoDB row_format = dynamic default character set utf8mb4 collate utf8mb4_nopad_bin;

create table if not exists community_invitations (
    organization_id varchar(64) not null,
    id varchar(64) not null,
    community varchar(64) not null,
    role varchar(64) not null,
    recipient_kind varchar(64) not null,
    recipient_id varchar(64) not null,
    inviter_kind varchar(64) not null,
    inviter_id varchar(64) not null,
    token_hash varchar(128),
    created_at bigint not null,
    expires_at bigint,
    max_uses bigint,
    uses bigint not null,
    revision bigint not null,
    primary key (organization_id, id)
) engine = InnoDB row_format = dynamic default character set utf8mb4 collate utf8mb4_nopad_bin;

create index if not exists community_invitations_by_community
    on community_invitations (organization_id, community, id);

create index if not exists community_invitations_by_recipient
    on community_invitations (organization_id, recipient_kind, recipient_id, id);

create table if not exists community_resources (
    organization_id varchar(64) not null,
    id varchar(64) not null,
    project varchar(64) not null,
    community varchar(64) not null,
    type varchar(64) not null,
    name varchar(256) not null,
    name_key varchar(256) not null,
    description varchar(256) not null,
    labels mediumtext not null,
    creator_kind varchar(64),
    creator_id varchar(64),
    created_at bigint not null,
    updated_at bigint not null,
    version bigint not null,
    created_in bigint not null,
    primary key (organization_id, id)
) engine = InnoDB row_format = dynamic default character set utf8mb4 collate utf8mb4_nopad_bin;

create index if not exists community_resources_by_name
    on community_resources (organization_id, community, project, type, name_key, id);

create table if not exists community_publications (
    organization_id varchar(64) not null,
    community varchar(64) not null,
    resource varchar(64) not null,
    project varchar(64) not null,
    source varchar(64) not null,
    since bigint not null,
    revision bigint not null,
    primary key (organization_id, community, resource)
) engine = InnoDB row_format = dynamic default character set utf8mb4 collate utf8mb4_nopad_bin;

create index if not exists community_publications_by_project
    on community_publications (organization_id, project, resource, community);

create table if not exists community_attachments (
    organization_id varchar(64) not null,
    project varchar(64) not null,
    resource varchar(64) not null,
    community varchar(64) not null,
    since bigint not null,
    revision bigint not null,
    primary key (organization_id, project, resource)
) engine = InnoDB row_format = dynamic default character set utf8mb4 collate utf8mb4_nopad_bin;

create index if not exists community_attachments_by_community
    on community_attachments (organization_id, community, resource, project);

create table if not exists community_usage (
    organization_id varchar(64) not null,
    project varchar(64) not null,
    usage_key varchar(64) not null,
    units bigint not null,
    reported_at bigint not null,
    primary key (organization_id, project, usage_key)
) engine = InnoDB row_format = dynamic default character set utf8mb4 collate utf8mb4_nopad_bin;

create table if not exists community_deletions (
    organization_id varchar(64) not null,
    scope_kind varchar(64) not null,
    scope_id varchar(64) not null,
    deleted_at bigint not null,
    deleted_in bigint not null,
    purging boolean not null,
    primary key (organization_id, scope_kind, scope_id)
) engine = InnoDB row_format = dynamic default character set utf8mb4 collate utf8mb4_nopad_bin;

-- One row for each revision; the changes are one a line, in the order in which they were made.
create table if not exists community_changes (
    organization_id varchar(64) not null,
    revision bigint not null,
    changed_at bigint not null,
    actor_kind varchar(64),
    actor_id varchar(64),
    reason varchar(256),
    request_id varchar(64),
    powers varchar(1024) not null,
    changes longtext not null,
    primary key (organization_id, revision)
) engine = InnoDB row_format = dynamic default character set utf8mb4 collate utf8mb4_nopad_bin;

update community_schema set needs_version = 2 where id = 0 and needs_version < 2;

insert ignore into community_schema_version (version) values (2);
