package dev.tigrit.local.chaos;

import dev.tigrit.local.launcher.Service;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What is broken, how it is mended, and who may notice.
 *
 * @param noticed by these calls at most; each other one gets the right answer, every time
 * @param recovery how long after the end of the fault the last call may fail
 */
record Fault(String part, String what, Step begin, Step end, Set<Call> noticed, Duration hold, Duration recovery) {

    interface Step {
        void run(Stack stack) throws Exception;
    }

    private static final Duration HOLD = Duration.ofSeconds(6);

    /** What is not asked again and again has its time-outs to wait for, and connections to replace. */
    private static final Duration RECOVERY = Duration.ofSeconds(10);

    /** A process starts anew, beside the load. */
    private static final Duration START = Duration.ofSeconds(90);

    private static final Set<Call> STORE =
            EnumSet.of(Call.CREATE, Call.VERIFY, Call.EXTEND, Call.INVALIDATE, Call.VERIFY_ENDED, Call.HISTORY);
    private static final Set<Call> GAME = EnumSet.of(Call.ENSURE_USER, Call.MESSAGE);

    /** By whom a process, or the way to it, is needed. */
    private static final Map<String, Set<Call>> NEEDED = needed();

    static List<Fault> all() {
        var all = new ArrayList<Fault>();
        NEEDED.forEach((part, calls) -> {
            all.add(new Fault(
                    part,
                    "killed, and started again",
                    stack -> killAndStart(stack, part),
                    _ -> {},
                    calls,
                    HOLD,
                    START));
            all.add(new Fault(
                    part,
                    "hangs",
                    stack -> Host.pause(stack.part(part)),
                    stack -> Host.resume(stack.part(part)),
                    calls,
                    HOLD,
                    RECOVERY));
        });
        for (var part :
                List.of(Stack.STORE, Stack.DATABASE, Service.SECRETS, Service.AUTH, Service.SESSIONS, Service.GAME)) {
            all.add(new Fault(
                    part,
                    "other parts do not reach it: their packets vanish",
                    stack -> stack.cut(part),
                    _ -> Host.networkIsAsItWas(),
                    reachedBy(part),
                    HOLD,
                    RECOVERY));
        }
        for (var part : List.of(Stack.STORE, Stack.DATABASE)) {
            all.add(new Fault(
                    part,
                    "disk full",
                    stack -> Host.fill(stack.diskOf(part)),
                    stack -> {
                        Host.free(stack.diskOf(part));
                        stack.startIfDead(part);
                    },
                    reachedBy(part),
                    HOLD,
                    RECOVERY));
        }
        for (var seconds : List.of(60, -60)) {
            all.add(new Fault(
                    Stack.STORE,
                    "clock %+d s".formatted(seconds),
                    stack -> stack.setClockOfStore(seconds),
                    stack -> stack.setClockOfStore(0),
                    Set.of(),
                    HOLD,
                    RECOVERY));
        }
        all.add(network("every connection is broken", Stack::resetAll));
        for (var percent : List.of(1, 5)) {
            all.add(network("%d %% of the packets are lost".formatted(percent), _ -> Host.lose(percent / 100.0)));
        }
        all.add(names("name server answers 2 s late", Duration.ofSeconds(2)));
        all.add(names("name server does not answer", NameServer.NEVER));
        return all;
    }

    private static void killAndStart(Stack stack, String part) throws Exception {
        stack.part(part).kill();
        if (part.equals(Stack.STORE) || part.equals(Stack.DATABASE)) {
            // These are there at once, which nobody would see.
            new Wait(HOLD.dividedBy(2)).over();
        }
        stack.start(part);
    }

    private static Fault network(String what, Step begin) {
        return new Fault(
                "network", what, begin, _ -> Host.networkIsAsItWas(), EnumSet.allOf(Call.class), HOLD, RECOVERY);
    }

    /** Connections that exist need no names, so they are broken at the same time. */
    private static Fault names(String what, Duration delay) {
        return new Fault(
                "network",
                what + ", and every connection is broken",
                stack -> {
                    stack.names().delay(delay);
                    stack.resetAll();
                    new Wait(Duration.ofSeconds(1)).over();
                    Host.networkIsAsItWas();
                },
                stack -> stack.names().delay(Duration.ZERO),
                EnumSet.allOf(Call.class),
                HOLD,
                RECOVERY);
    }

    private static Map<String, Set<Call>> needed() {
        var needed = new LinkedHashMap<String, Set<Call>>();
        needed.put(Stack.STORE, STORE);
        needed.put(Stack.DATABASE, EnumSet.of(Call.ENSURE_USER, Call.MESSAGE, Call.HISTORY));
        needed.put(Service.SECRETS, EnumSet.of(Call.SECRET));
        needed.put(Service.AUTH, EnumSet.of(Call.SIGN_IN, Call.SIGN_IN_CHANGED, Call.ENSURE_USER, Call.MESSAGE));
        var sessions = EnumSet.copyOf(STORE);
        sessions.add(Call.VERIFY_FORGED);
        needed.put(Service.SESSIONS, sessions);
        needed.put(Service.GAME, GAME);
        needed.put(Service.BOT, EnumSet.of(Call.MESSAGE));
        needed.put(Service.API, EnumSet.of(Call.HISTORY));
        return needed;
    }

    /** By whom another part asks it. */
    private static Set<Call> reachedBy(String part) {
        return switch (part) {
            case Service.SECRETS -> Set.of();
            case Service.AUTH -> EnumSet.of(Call.MESSAGE);
            case Service.SESSIONS -> EnumSet.of(Call.HISTORY);
            default -> NEEDED.getOrDefault(part, Set.of());
        };
    }
}
