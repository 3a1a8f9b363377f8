package dev.tigrit.local.chaos;

/** The calls of the load, each with the only right answer. */
enum Call {
    SIGN_IN("sign-in", 200),
    SIGN_IN_CHANGED("sign-in with changed data", 401),
    ENSURE_USER("ensure-user", 200),
    CREATE("create", 201),
    VERIFY("verify", 200),
    EXTEND("extend", 200),
    INVALIDATE("invalidate", 204),
    VERIFY_ENDED("verify of an ended session", 401),
    VERIFY_FORGED("verify of a forged token", 401),
    SECRET("read of a secret", 200),
    MESSAGE("message to the bot", 200),
    HISTORY("list of messages", 200);

    final String text;
    final int right;

    Call(String text, int right) {
        this.text = text;
        this.right = right;
    }
}
