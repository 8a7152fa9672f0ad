package io.github.communities.jdbi;

import io.github.communities.Caller;
import io.github.communities.Permission;
import io.github.communities.ProjectId;
import io.github.communities.access.Access;
import io.github.communities.access.AccessView;
import java.util.ArrayList;
import java.util.List;

/** Questions of the source, of which a thousand are asked at a time, the same ones in the same order of everyone. */
final class Questions {
    /** What is asked for; about a fifth of the questions is answered with yes. */
    static final Permission ASKED = Permission.PROJECT_VIEW;

    static final int COUNT = 16_000;
    static final int AT_ONCE = 1_000;

    private final List<Question> all = new ArrayList<>();
    private int next;
    /** So that the clock is really read. */
    private long read;

    /** Whether a caller has the permission at a project. */
    record Question(Caller caller, ProjectId target) {}

    /** As many different ones as there are, for so many principals. */
    Questions(QuestionSource source, int principals) {
        this(source, principals, COUNT);
    }

    /** So many different ones, again and again; the engine's answers are those of the walk, both yes and no. */
    Questions(QuestionSource source, int principals, int different) {
        Access access = source.communities().access();
        Walk walk = source.walk();
        int granted = 0;
        for (int i = 0; i < different; i++) {
            Caller caller = source.caller(principals);
            ProjectId target = source.project(caller);
            boolean can = access.can(caller, ASKED, target);
            Same.require(walk.can(walk.held(caller), target), can);
            granted += can ? 1 : 0;
            all.add(new Question(caller, target));
        }
        Same.require(true, granted > 0 && granted < different);
        for (int i = different; i < COUNT; i++) {
            all.add(all.get(i - different));
        }
    }

    /** Throws if another library answers one of them differently than the engine. */
    void compare(Access access, Checker checker) {
        for (Question question : all) {
            Same.require(
                    access.can(question.caller(), ASKED, question.target()),
                    checker.can(question.caller(), question.target()));
        }
    }

    /** When the clock was read last. */
    long read() {
        return read;
    }

    /** Where the next thousand begins. */
    int from() {
        next = (next + AT_ONCE) % all.size();
        return next;
    }

    Question get(int number) {
        return all.get(number);
    }

    /** How many of a thousand the engine answers with yes. */
    int granted(Access access, int from) {
        int granted = 0;
        for (int i = from; i < from + AT_ONCE; i++) {
            Question question = all.get(i);
            granted += access.can(question.caller(), ASKED, question.target()) ? 1 : 0;
        }
        return granted;
    }

    /** How many of a thousand a view answers with yes, whoever they are for. */
    int granted(AccessView view, int from) {
        int granted = 0;
        for (int i = from; i < from + AT_ONCE; i++) {
            granted += view.can(ASKED, all.get(i).target()) ? 1 : 0;
        }
        return granted;
    }

    /** How many of a thousand the walk answers with yes, which finds the principal and reads the clock each time. */
    int granted(Walk walk, int from) {
        int granted = 0;
        for (int i = from; i < from + AT_ONCE; i++) {
            read = System.nanoTime();
            Question question = all.get(i);
            granted += walk.can(walk.held(question.caller()), question.target()) ? 1 : 0;
        }
        return granted;
    }

    /** How many of a thousand another library answers with yes. */
    int granted(Checker checker, int from) {
        int granted = 0;
        for (int i = from; i < from + AT_ONCE; i++) {
            Question question = all.get(i);
            granted += checker.can(question.caller(), question.target()) ? 1 : 0;
        }
        return granted;
    }
}
