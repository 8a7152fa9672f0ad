package io.github.communities.core.member;

import io.github.communities.change.Change;
import io.github.communities.change.ChangeAttribute;
import io.github.communities.change.ChangeKind;
import io.github.communities.core.policy.Path;
import io.github.communities.core.text.Attributes;
import io.github.communities.core.transaction.WriteTransaction;
import io.github.communities.member.AccessBinding;
import io.github.communities.member.NewBinding;
import io.github.communities.spi.record.BindingRecord;
import io.github.communities.spi.record.RecordKind;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** Access bindings in their three shapes: as stored, as hosts see them, as changes tell them. */
public final class Bindings {
    private Bindings() {}

    /** A binding made now. */
    public static BindingRecord made(
            WriteTransaction writing, Path path, NewBinding binding, Optional<Instant> expiresAt) {
        return BindingRecord.builder()
                .scope(path.target())
                .within(path.project().flatMap(project -> path.community()))
                .subject(binding.subject())
                .role(binding.role())
                .since(writing.now())
                .expiresAt(expiresAt)
                .revision(writing.next())
                .build();
    }

    /** Stores a binding that does not end and tells so, unless there is one already; empty if there is. */
    public static Optional<BindingRecord> add(WriteTransaction writing, BindingRecord binding) {
        Optional<BindingRecord> stored =
                writing.find(RecordKind.binding(binding.scope(), binding.subject(), binding.role()));
        Optional<BindingRecord> inForce =
                writing.presence().inForce(stored.stream().toList()).stream().findFirst();
        if (inForce.isPresent() && inForce.get().expiresAt().isEmpty()) {
            return Optional.empty();
        }
        BindingRecord kept = prolonged(inForce, binding);
        if (stored.isPresent()) {
            writing.update(kept);
        } else {
            writing.insert(kept);
        }
        writing.tell(told(inForce, kept));
        return Optional.of(kept);
    }

    /** A binding in the place of one in force that ends earlier, which keeps all but its expiry. */
    public static BindingRecord prolonged(Optional<BindingRecord> inForce, BindingRecord binding) {
        return inForce.map(old -> BindingRecord.builder()
                        .from(old)
                        .expiresAt(binding.expiresAt())
                        .build())
                .orElse(binding);
    }

    /** That a binding is there now, in the place of one in force if there was one. */
    public static Change told(Optional<BindingRecord> inForce, BindingRecord binding) {
        return inForce.map(old -> changed(old, binding)).orElseGet(() -> added(binding));
    }

    /** A binding as hosts see it. */
    public static AccessBinding value(BindingRecord binding) {
        return AccessBinding.builder()
                .scope(binding.scope())
                .subject(binding.subject())
                .role(binding.role())
                .since(binding.since())
                .expiresAt(binding.expiresAt())
                .build();
    }

    /** That a binding was made. */
    public static Change added(BindingRecord binding) {
        return change(ChangeKind.BINDING_ADDED, binding).to(attributes(binding));
    }

    /** That a binding ended. */
    public static Change removed(BindingRecord binding) {
        return change(ChangeKind.BINDING_REMOVED, binding).from(attributes(binding));
    }

    /** That a binding has another expiry. */
    public static Change changed(BindingRecord before, BindingRecord after) {
        return change(ChangeKind.BINDING_CHANGED, after)
                .from(attributes(before))
                .to(attributes(after));
    }

    private static Change change(ChangeKind kind, BindingRecord binding) {
        return Change.of(kind, binding.scope()).about(binding.subject());
    }

    private static Map<String, String> attributes(BindingRecord binding) {
        return Attributes.of(Map.of(
                ChangeAttribute.ROLE,
                binding.role().name(),
                ChangeAttribute.EXPIRES_AT,
                binding.expiresAt().map(Object::toString).orElse("")));
    }
}
