package io.github.communities.build.planted.core;

import javax.sql.DataSource;

interface SeesSql {
    DataSource dataSource();
}
