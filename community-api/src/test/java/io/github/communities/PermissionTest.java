package io.github.communities;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PermissionTest {
    @Test
    void each_ready_permission_has_the_level_below_which_it_means_nothing() {
        assertEquals(
                List.of(
                        "project.view",
                        "project.run",
                        "project.update",
                        "project.delete",
                        "project.manageAccess",
                        "project.limit",
                        "project.attach",
                        "resource.create",
                        "resource.use",
                        "resource.update",
                        "resource.delete",
                        "resource.share"),
                ready(ScopeKind.PROJECT));
        assertEquals(
                List.of(
                        "project.create",
                        "community.view",
                        "community.update",
                        "community.delete",
                        "community.manageAccess",
                        "community.linkBilling",
                        "community.restrict",
                        "community.publish"),
                ready(ScopeKind.COMMUNITY));
        assertEquals(
                List.of(
                        "community.create",
                        "organization.view",
                        "organization.manageAccess",
                        "organization.appointAdministrators",
                        "organization.manageOwners"),
                ready(ScopeKind.ORGANIZATION));
    }

    private static List<String> ready(ScopeKind level) {
        return Permission.STANDARD.stream()
                .filter(permission -> permission.level() == level)
                .map(Permission::name)
                .toList();
    }

    @Test
    void the_ready_permissions_stand_in_the_order_of_their_bits() {
        assertEquals(
                IntStream.range(0, Permission.STANDARD.size()).boxed().toList(),
                Permission.STANDARD.stream().map(Permission::bit).toList());
        assertEquals(Permission.STANDARD, Permission.STANDARD.stream().sorted().toList());
    }
}
