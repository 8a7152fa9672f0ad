package io.github.communities.build.planted.tck;

import org.jdbi.v3.core.Jdbi;

interface SeesJdbi {
    Jdbi jdbi();
}
