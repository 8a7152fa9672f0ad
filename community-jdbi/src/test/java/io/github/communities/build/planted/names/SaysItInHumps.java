package io.github.communities.build.planted.names;

import org.junit.jupiter.api.Test;

class SaysItInHumps {
    @Test
    void nobodyEverWritesLikeThis() {}
}
