package io.github.communities.spi.record;

import io.github.communities.Scope;
import io.github.communities.Subject;
import java.util.ArrayList;
import java.util.List;

/** How subjects and scopes are spelled in keys and indexes: each as a pair of its kind and its own id. */
final class KeyParts {
    private KeyParts() {}

    static List<String> of(Subject subject) {
        return List.of(subject.kind().text(), subject.id());
    }

    static List<String> of(Scope scope) {
        return List.of(scope.kind().noun(), BindingRecord.scopeValue(scope));
    }

    @SafeVarargs
    static List<String> join(List<String>... pieces) {
        List<String> joined = new ArrayList<>();
        for (List<String> piece : pieces) {
            joined.addAll(piece);
        }
        return List.copyOf(joined);
    }
}
