package io.github.communities.jdbi;

/**
 * What a host says of its own transactions, on connections of which the data source gives the library by itself (CON-4).
 * With Spring:
 *
 * <pre>{@code
 * new HostTransactions() {
 *     public boolean underWay() {
 *         return TransactionSynchronizationManager.isActualTransactionActive();
 *     }
 *
 *     public void afterCommit(Runnable task) {
 *         TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
 *             public void afterCommit() {
 *                 task.run();
 *             }
 *         });
 *     }
 * }
 * }</pre>
 *
 * <p>Called in the thread that calls the library; it must be thread-safe.
 */
public interface HostTransactions {
    /** Whether the calling thread is in a transaction, on whose connection the data source lets the library work. */
    boolean underWay();

    /**
     * Has a task run once the transaction that is under way in the calling thread is committed, and never if it is rolled
     * back. The task does not throw.
     */
    void afterCommit(Runnable task);
}
