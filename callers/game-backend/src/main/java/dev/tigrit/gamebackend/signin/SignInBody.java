package dev.tigrit.gamebackend.signin;

import org.jspecify.annotations.Nullable;

/** The body of POST /v1/sign-in: {@code Telegram.WebApp.initData} untouched. */
record SignInBody(@Nullable String initData) {

    /** What Auth takes at most. */
    private static final int MAX_LENGTH = 8_192;

    SignInBody {
        if (initData == null || initData.isEmpty() || initData.length() > MAX_LENGTH) {
            throw new IllegalArgumentException("The member init_data has to have 1 to " + MAX_LENGTH + " characters.");
        }
    }

    String requiredInitData() {
        return initData == null ? "" : initData;
    }

    @Override
    public String toString() {
        return "SignInBody[***]";
    }
}
