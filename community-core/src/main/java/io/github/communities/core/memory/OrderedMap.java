package io.github.communities.core.memory;

import java.util.Comparator;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

/**
 * An immutable map in the order of its keys. A changed copy shares all but the path to the change, so that keeping an
 * old one costs nothing: that is what snapshots and rollbacks are made of.
 *
 * <p>It is a treap: a search tree by key and, by the random priorities of its nodes, a heap, which keeps its depth
 * logarithmic whatever the order of the insertions.
 */
final class OrderedMap<K, V> {
    private final Comparator<? super K> order;
    private final @Nullable Node<K, V> root;

    private OrderedMap(Comparator<? super K> order, @Nullable Node<K, V> root) {
        this.order = order;
        this.root = root;
    }

    static <K, V> OrderedMap<K, V> empty(Comparator<? super K> order) {
        return new OrderedMap<>(order, null);
    }

    @Nullable
    V get(K key) {
        Node<K, V> node = root;
        while (node != null) {
            int side = order.compare(key, node.key);
            if (side == 0) {
                return node.value;
            }
            node = side < 0 ? node.left : node.right;
        }
        return null;
    }

    /** The map with this value for the key, in the place of the one it had, if any. */
    OrderedMap<K, V> with(K key, V value) {
        return new OrderedMap<>(order, put(root, key, value));
    }

    /** The map without the key, whether it had it or not. */
    OrderedMap<K, V> without(K key) {
        return new OrderedMap<>(order, remove(root, key));
    }

    /** Shows the entries from a key on, itself included, in order, until the visitor returns false. */
    void walk(K from, BiPredicate<? super K, ? super V> visitor) {
        walk(root, from, visitor);
    }

    private boolean walk(@Nullable Node<K, V> node, K from, BiPredicate<? super K, ? super V> visitor) {
        if (node == null) {
            return true;
        }
        int side = order.compare(from, node.key);
        return (side >= 0 || walk(node.left, from, visitor))
                && (side > 0 || visitor.test(node.key, node.value))
                && walk(node.right, from, visitor);
    }

    private Node<K, V> put(@Nullable Node<K, V> node, K key, V value) {
        if (node == null) {
            return new Node<>(key, value, ThreadLocalRandom.current().nextInt(), null, null);
        }
        int side = order.compare(key, node.key);
        if (side == 0) {
            return new Node<>(key, value, node.priority, node.left, node.right);
        }
        if (side < 0) {
            Node<K, V> left = put(node.left, key, value);
            return left.priority > node.priority
                    ? left.with(left.left, node.with(left.right, node.right))
                    : node.with(left, node.right);
        }
        Node<K, V> right = put(node.right, key, value);
        return right.priority > node.priority
                ? right.with(node.with(node.left, right.left), right.right)
                : node.with(node.left, right);
    }

    private @Nullable Node<K, V> remove(@Nullable Node<K, V> node, K key) {
        if (node == null) {
            return null;
        }
        int side = order.compare(key, node.key);
        if (side == 0) {
            return join(node.left, node.right);
        }
        return side < 0 ? node.with(remove(node.left, key), node.right) : node.with(node.left, remove(node.right, key));
    }

    /** One tree of two, where all keys of the one are before all of the other. */
    private static <K, V> @Nullable Node<K, V> join(@Nullable Node<K, V> low, @Nullable Node<K, V> high) {
        if (low == null) {
            return high;
        }
        if (high == null) {
            return low;
        }
        return low.priority >= high.priority
                ? low.with(low.left, join(low.right, high))
                : high.with(join(low, high.left), high.right);
    }

    private record Node<K, V>(
            K key,
            V value,
            int priority,
            @Nullable Node<K, V> left,
            @Nullable Node<K, V> right) {
        Node<K, V> with(@Nullable Node<K, V> newLeft, @Nullable Node<K, V> newRight) {
            return new Node<>(key, value, priority, newLeft, newRight);
        }
    }
}
