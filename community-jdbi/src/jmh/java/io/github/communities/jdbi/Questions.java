package io.github.communities.jdbi;

import io.github.communities.Caller;
import io.github.communities.ProjectId;
import io.github.communities.access.Access;
import io.github.communities.access.AccessView;
import java.util.ArrayList;
import java.util.List;

/** Questions of the ground, of which a thousand are asked at a time, the same ones in the same order of everyone. */
final class Questions {
    static final int COUNT = 16_000;
    static final int AT_ONCE = 1_000;

    private final List<Question> all = new ArrayList<>();
    private int next;

    /** Whether a caller has the permission at a project. */
    record Question(Caller caller, ProjectId target) {}

    /** As many different ones as there are, for so many principals. */
    Questions(CheckGround ground, int principals) {
        this(ground, principals, COUNT);
    }

    /** So many different ones, again and again; the engine's answers are those of the walk, both yes and no. */
    Questions(CheckGround ground, int principals, int different) {
        Access access = ground.communities().access();
        int granted = 0;
        for (int i = 0; i < different; i++) {
            Caller caller = ground.caller(principals);
            ProjectId target = ground.project(caller);
            boolean can = access.can(caller, CheckGround.ASKED, target);
            Same.require(ground.walk(ground.held(caller), target), can);
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
                    access.can(question.caller(), CheckGround.ASKED, question.target()),
                    checker.can(question.caller(), question.target()));
        }
    }

    /** Where the next thousand begins. */
    int from() {
        next = (next + AT_ONCE) % COUNT;
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
            granted += access.can(question.caller(), CheckGround.ASKED, question.target()) ? 1 : 0;
        }
        return granted;
    }

    /** How many of a thousand a view answers with yes, whoever they are for. */
    int granted(AccessView view, int from) {
        int granted = 0;
        for (int i = from; i < from + AT_ONCE; i++) {
            granted += view.can(CheckGround.ASKED, all.get(i).target()) ? 1 : 0;
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
