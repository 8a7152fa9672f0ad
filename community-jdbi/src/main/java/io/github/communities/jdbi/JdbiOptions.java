package io.github.communities.jdbi;

import java.util.Optional;

/**
 * Where a store's tables lie, and what its connections mean. Immutable and thread-safe.
 *
 * <pre>{@code
 * JdbiOptions options = JdbiOptions.standard().withTables(TablePrefix.in("iam"));
 * CommunitySchema.migrate(dataSource, options);
 * CommunityStore store = JdbiCommunityStore.over(dataSource, options);
 * }</pre>
 *
 * <p>Give the same to {@link CommunitySchema} and {@link JdbiCommunityStore}.
 */
public final class JdbiOptions {
    private static final JdbiOptions STANDARD =
            new JdbiOptions(TablePrefix.STANDARD, Optional.empty(), Optional.empty());

    private final TablePrefix tables;
    private final Optional<AutocommitOff> autocommitOff;
    private final Optional<HostTransactions> transactions;

    private JdbiOptions(
            TablePrefix tables, Optional<AutocommitOff> autocommitOff, Optional<HostTransactions> transactions) {
        this.tables = tables;
        this.autocommitOff = autocommitOff;
        this.transactions = transactions;
    }

    /**
     * What needs no word: the standard tables, and connections that come with autocommit on, or from Spring's proxy.
     */
    public static JdbiOptions standard() {
        return STANDARD;
    }

    /** The same with other tables. */
    public JdbiOptions withTables(TablePrefix prefix) {
        return new JdbiOptions(Arguments.required("table prefix", prefix), autocommitOff, transactions);
    }

    /** The same, with what it means that a connection comes with autocommit off. */
    public JdbiOptions withAutocommitOff(AutocommitOff meaning) {
        return new JdbiOptions(
                tables, Optional.of(Arguments.required("meaning of autocommit off", meaning)), transactions);
    }

    /**
     * The same, with who knows of the host's transactions. Then that decides whether a connection is in one, whatever
     * its autocommit is.
     */
    public JdbiOptions withTransactions(HostTransactions known) {
        return new JdbiOptions(tables, autocommitOff, Optional.of(Arguments.required("host transactions", known)));
    }

    TablePrefix tables() {
        return tables;
    }

    Optional<AutocommitOff> autocommitOff() {
        return autocommitOff;
    }

    Optional<HostTransactions> transactions() {
        return transactions;
    }
}
