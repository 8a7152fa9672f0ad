package io.github.communities.build.planted.jdbi;

import io.github.communities.core.CommunityEngine;

interface SeesTheEngine {
    CommunityEngine engine();
}
