package io.github.communities.build.planted.core;

import org.jdbi.v3.core.Jdbi;

interface SeesJdbi {
    Jdbi jdbi();
}
