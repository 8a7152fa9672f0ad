package io.github.communities.jdbi;

/**
 * What a transaction ended with.
 *
 * @param value what it returns
 * @param commit whether there is anything to commit
 */
record Outcome<T>(T value, boolean commit) {}
