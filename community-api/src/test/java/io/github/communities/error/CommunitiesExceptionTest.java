package io.github.communities.error;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class CommunitiesExceptionTest {
    @Test
    void the_rule_the_field_the_value_and_the_fault_can_each_be_had_apart_from_the_message() {
        InvalidInput refusal = new InvalidInput("name", "Cats\n" + "x".repeat(99), "COM-2", "must be shorter");

        String shown = "Cats\\u000A" + "x".repeat(35) + "…";
        assertEquals("COM-2", refusal.rule());
        assertEquals("name", refusal.field());
        assertEquals(shown, refusal.value());
        assertEquals("must be shorter", refusal.fault());
        assertEquals("name '" + shown + "' must be shorter", refusal.reason());
        assertEquals("[COM-2] " + refusal.reason(), refusal.getMessage());
    }

    @Test
    void what_several_conditions_refuse_gives_them_all_as_its_reason() {
        Refused refusal = new Refused(List.of(new Unmet("LIM-1", "it is full"), new Unmet("BIL-2", "unpaid")));

        assertEquals("it is full (LIM-1); unpaid (BIL-2)", refusal.reason());
        assertEquals("[LIM-1] " + refusal.reason(), refusal.getMessage());
    }
}
