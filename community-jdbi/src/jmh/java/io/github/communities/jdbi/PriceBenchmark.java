package io.github.communities.jdbi;

import io.github.communities.CommunityId;
import io.github.communities.OrganizationId;
import io.github.communities.access.Access;
import io.github.communities.access.AccessView;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.Blackhole;

/**
 * What a check would cost with what is not there yet: the same questions, each with what would be added to it by hand,
 * against the questions alone. What a check has found by then, its community for one, is at hand for the addition too.
 */
@State(Scope.Benchmark)
@SuppressWarnings("NullAway.Init") // by the harness
public class PriceBenchmark {
    private static final long ASKED = 1L << Questions.ASKED.bit();
    private static final Addition NOTHING = number -> true;

    /** The store does not matter: it is not asked. */
    @Param("memory")
    public String database = "";

    private final Map<OrganizationId, Long> ownRoles = new ConcurrentHashMap<>();
    private CheckGround ground;
    private Access access;
    private AccessView view;
    private AccessView other;
    private Questions ofOne;
    private Questions questions;
    /** Of the principal of each question, the instant until which they are suspended. */
    private Instant[] suspended;
    /** The community of each question's project. */
    private CommunityId[] places;

    private Limits limits;

    /** To what a caller is limited. */
    private record Limits(long mask, Set<io.github.communities.Scope> scopes) {
        boolean allow(long permission, io.github.communities.Scope scope) {
            return (mask & permission) != 0 && scopes.contains(scope);
        }
    }

    /** Lets the engine learn what is asked. */
    @Setup(Level.Trial)
    public void fill() {
        ground = new CheckGround();
        access = ground.communities().access();
        ofOne = new Questions(ground, 1);
        questions = new Questions(ground, 1_000);
        view = access.of(ofOne.get(0).caller());
        other = access.of(questions.get(0).caller());
        suspended = new Instant[Questions.COUNT];
        places = new CommunityId[Questions.COUNT];
        Map<io.github.communities.Caller, Instant> ends = new HashMap<>();
        for (int i = 0; i < Questions.COUNT; i++) {
            Questions.Question question = questions.get(i);
            suspended[i] = ends.computeIfAbsent(question.caller(), caller -> Instant.now());
            places[i] = ground.walk().parents().get(question.target());
            ownRoles.put(question.caller().organization(), -1L);
        }
        limits = new Limits(-1, Set.copyOf(ground.walk().parents().values()));
    }

    private interface Addition {
        boolean allow(int number);
    }

    private int granted(int from, Addition addition) {
        int granted = 0;
        for (int i = from; i < from + Questions.AT_ONCE; i++) {
            Questions.Question question = questions.get(i);
            granted += access.can(question.caller(), Questions.ASKED, question.target()) && addition.allow(i) ? 1 : 0;
        }
        return granted;
    }

    private void price(Pair pair, Blackhole hole, Addition addition) throws Exception {
        int from = questions.from();
        if (pair.turns == 0) {
            Same.require(granted(from, NOTHING), granted(from, addition));
        }
        pair.time(hole, () -> granted(from, addition), () -> granted(from, NOTHING));
    }

    /** The masks of roles that an organization defines itself are looked up for it. */
    @Benchmark
    public void ownRoles(Pair pair, Blackhole hole) throws Exception {
        price(pair, hole, number -> {
            Long mask = ownRoles.get(questions.get(number).caller().organization());
            return mask != null && (mask & ASKED) != 0;
        });
    }

    /** The instant until which a principal is suspended is compared. */
    @Benchmark
    public void suspended(Pair pair, Blackhole hole) throws Exception {
        price(pair, hole, number -> Instant.now().isAfter(suspended[number]));
    }

    /** What a caller is limited to is looked at: permissions, and scopes. */
    @Benchmark
    public void limited(Pair pair, Blackhole hole) throws Exception {
        price(pair, hole, number -> limits.allow(ASKED, places[number]));
    }

    /** Two views are asked. */
    @Benchmark
    public void actingForAnother(Pair pair, Blackhole hole) throws Exception {
        int from = ofOne.from();
        pair.time(hole, () -> ofOne.granted(view, from) + ofOne.granted(other, from), () -> ofOne.granted(view, from));
    }
}
