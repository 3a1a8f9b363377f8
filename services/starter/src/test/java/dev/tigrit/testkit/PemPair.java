package dev.tigrit.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Arrays;
import java.util.Base64;

/**
 * A self-signed certificate of the JDK's own keytool.
 *
 * @param certificate PEM
 * @param privateKey PEM, PKCS#8
 */
public record PemPair(String certificate, String privateKey) {

    /** Length of what PKCS#8 puts before an RSA key of 2048 bits. */
    private static final int PKCS8_HEADER = 26;

    /** @param algorithm of the key as keytool names it: {@code RSA}, {@code EC} or {@code Ed25519} */
    public static PemPair create(Path folder, String name, String algorithm) {
        try {
            var store = folder.resolve(name + "-" + algorithm + ".p12");
            var made = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "keytool")
                                    .toString(),
                            "-J-XX:TieredStopAtLevel=1",
                            "-genkeypair",
                            "-keystore",
                            store.toString(),
                            "-storepass",
                            "changeit",
                            "-alias",
                            "x",
                            "-keyalg",
                            algorithm,
                            "-dname",
                            "CN=" + name,
                            "-validity",
                            "10")
                    .redirectErrorStream(true)
                    .start();
            made.getInputStream().readAllBytes();
            if (made.waitFor() != 0) {
                throw new IllegalStateException("keytool failed");
            }
            var keys = KeyStore.getInstance(store.toFile(), "changeit".toCharArray());
            Files.delete(store);
            return new PemPair(
                    pem("CERTIFICATE", keys.getCertificate("x").getEncoded()),
                    pem(
                            "PRIVATE KEY",
                            keys.getKey("x", "changeit".toCharArray()).getEncoded()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The RSA key in the older form that some certificate managers write. */
    public String pkcs1() {
        var pkcs8 = Base64.getMimeDecoder().decode(privateKey.replaceAll("-----[A-Z ]+-----", ""));
        return pem("RSA PRIVATE KEY", Arrays.copyOfRange(pkcs8, PKCS8_HEADER, pkcs8.length));
    }

    private static String pem(String type, byte[] der) {
        return "-----BEGIN " + type + "-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der) + "\n-----END " + type + "-----\n";
    }
}
