package io.github.communities.jdbi;

/**
 * What a host says of its own transactions, on connections of which the data source gives the library by itself
 * (CON-4). With Spring:
 *
 * <pre>{@code
 * new HostTransactions() {
 *     public boolean underWay() {
 *         return TransactionSynchronizationManager.isActualTransactionActive();
 *     }
 *
 *     public void afterCommit(Runnable task) {
 *         TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
 *             private final Set<Object> later = new HashSet<>();
 *             private boolean undone;
 *
 *             public void savepoint(Object savepoint) {
 *                 later.add(savepoint);
 *             }
 *
 *             public void savepointRollback(Object savepoint) {
 *                 undone |= !later.contains(savepoint); // PROPAGATION_NESTED, to before the task was given
 *             }
 *
 *             public void afterCommit() {
 *                 if (!undone) {
 *                     task.run();
 *                 }
 *             }
 *         });
 *     }
 * }
 * }</pre>
 *
 * <p>Spring tells of savepoints from 6.2 on. Before, listeners may be told of what a nested transaction took back.
 *
 * <p>Called in the thread that calls the library; it must be thread-safe.
 */
public interface HostTransactions {
    /** Whether the calling thread is in a transaction, on whose connection the data source lets the library work. */
    boolean underWay();

    /**
     * Has a task run once the transaction that is under way in the calling thread is committed, after those that were
     * given before, and never if it is rolled back, or the host takes back what it has done to a savepoint of its own
     * that was there before. The task tells the engine, and listeners, what was written (CHG-3), in the thread that runs it; it does
     * not throw. What other threads commit before it runs is told before. What this throws takes back what the call has
     * stored, and reaches its caller.
     */
    void afterCommit(Runnable task);
}
