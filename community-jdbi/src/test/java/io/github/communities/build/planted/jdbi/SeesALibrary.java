package io.github.communities.build.planted.jdbi;

import com.github.benmanes.caffeine.cache.Cache;

interface SeesALibrary {
    Cache<String, String> cache();
}
