package io.github.communities.access;

import io.github.communities.Target;
import io.github.communities.BillingAccountId;
import io.github.communities.error.InvalidInput;
import io.github.communities.internal.Arguments;
import io.github.communities.internal.Texts;
import java.util.Optional;

/**
 * An operation on a target, with what its conditions ask about.
 *
 * @param operation what is to be done
 * @param target to what; it must have the shape that the operation names ({@link Operation#target()}), or asking is a
 *     mistake (ACC-7)
 * @param type the type of the resource to be created, where that matters
 * @param unitsPerHour how many units a run will use in an hour at most, 0 or more
 * @param units how many units a run will use in all at most, 0 or more
 * @param account the billing account to be linked, where that matters
 */
public record OperationRequest(
        Operation operation,
        Target target,
        Optional<String> type,
        Optional<Long> unitsPerHour,
        Optional<Long> units,
        Optional<BillingAccountId> account) {
    /** Checks the numbers. */
    public OperationRequest {
        Arguments.required("operation", operation);
        Arguments.required("target", target);
        Arguments.required("type of resource", type).ifPresent(text -> Texts.id("type of resource", text));
        check("units per hour", unitsPerHour);
        check("units", units);
        Arguments.required("billing account", account);
    }

    private static void check(String field, Optional<Long> wanted) {
        Arguments.required(field, wanted).filter(number -> number < 0).ifPresent(number -> {
            throw new InvalidInput(field, number.toString(), "PRJ-4", "must not be negative");
        });
    }

    /** An operation on a target. */
    public static OperationRequest of(Operation operation, Target target) {
        return new OperationRequest(
                operation, target, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
    }

    /** The same for a resource of that type. */
    public OperationRequest ofType(String resourceType) {
        return new OperationRequest(
                operation, target, Arguments.given("type of resource", resourceType), unitsPerHour, units, account);
    }

    /** The same for a run that uses so many units in an hour at most. */
    public OperationRequest perHour(long most) {
        return new OperationRequest(operation, target, type, Optional.of(most), units, account);
    }

    /** The same for a run that uses so many units in all at most. */
    public OperationRequest using(long most) {
        return new OperationRequest(operation, target, type, unitsPerHour, Optional.of(most), account);
    }

    /** The same with a billing account to be linked. */
    public OperationRequest paidBy(BillingAccountId linked) {
        return new OperationRequest(
                operation, target, type, unitsPerHour, units, Arguments.given("billing account", linked));
    }
}
