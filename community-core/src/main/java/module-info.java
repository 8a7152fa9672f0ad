/** The engine that answers and decides, over any store. */
module io.github.communities.core {
    requires com.github.benmanes.caffeine;
    requires static org.jspecify;
    requires transitive io.github.communities.api;

    exports io.github.communities.core;
    exports io.github.communities.core.memory;
}
