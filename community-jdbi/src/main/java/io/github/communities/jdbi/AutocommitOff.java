package io.github.communities.jdbi;

/**
 * What it means that a data source gives a connection with autocommit off. Neither a driver nor a database can tell:
 * until its first statement, a transaction that the host has begun looks just like a connection from a pool whose
 * default it is.
 */
public enum AutocommitOff {
    /** It is the pool's default. The library ends what it begins, and never joins a transaction by itself. */
    POOL_DEFAULT,
    /** The connection is in a transaction of the host, which all get in that thread; the library joins it (CON-4). */
    HOST_TRANSACTION
}
