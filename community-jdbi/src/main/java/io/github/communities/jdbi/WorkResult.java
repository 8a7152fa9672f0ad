package io.github.communities.jdbi;

/**
 * What a transaction ended with.
 *
 * @param value what it returns
 * @param commit whether there is anything to commit
 */
record WorkResult<T>(T value, boolean commit) {}
