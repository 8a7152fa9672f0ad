package io.github.communities.build.planted.tck;

import io.github.communities.jdbi.JdbiCommunityStore;

interface SeesAStore {
    JdbiCommunityStore store();
}
