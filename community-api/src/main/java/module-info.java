/** The values and interfaces that hosts call, and those that they or others implement. */
@SuppressWarnings("module") // the core, to which the internals are opened, is compiled later
module io.github.communities.api {
    requires static org.immutables.value.annotations;
    requires static org.jspecify;

    exports io.github.communities;
    exports io.github.communities.access;
    exports io.github.communities.billing;
    exports io.github.communities.channel;
    exports io.github.communities.community;
    exports io.github.communities.invitation;
    exports io.github.communities.restriction;
    exports io.github.communities.sharing;
    exports io.github.communities.change;
    exports io.github.communities.decision;
    exports io.github.communities.error;
    exports io.github.communities.member;
    exports io.github.communities.organization;
    exports io.github.communities.policy;
    exports io.github.communities.project;
    exports io.github.communities.spi;
    exports io.github.communities.spi.record;
    exports io.github.communities.internal to
            io.github.communities.core;
}
