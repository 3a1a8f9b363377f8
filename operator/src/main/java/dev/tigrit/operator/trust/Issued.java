package dev.tigrit.operator.trust;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.jspecify.annotations.Nullable;

/** A certificate (RFC 5280) on P-256, and its key. */
record Issued(X509Certificate certificate, PrivateKey key) {

    /** Clocks of other machines may be behind. */
    private static final Duration BACKDATED = Duration.ofMinutes(5);

    private static final int SERIAL_BITS = 127;

    private static final SecureRandom RANDOM = new SecureRandom();

    static Issued authority(String name, Instant now, Duration lifetime) {
        return issue(null, List.of(name), now, lifetime);
    }

    /** By this CA, for DNS names, the first of which is the subject too. */
    Issued leaf(List<String> names, Instant now, Duration lifetime) {
        return issue(this, names, now, lifetime);
    }

    /** @param by null for a CA, which signs itself */
    private static Issued issue(@Nullable Issued by, List<String> names, Instant now, Duration lifetime) {
        try {
            var generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            var keys = generator.generateKeyPair();
            var subject = new X500Principal("CN=" + names.getFirst());
            var builder = new JcaX509v3CertificateBuilder(
                    by == null ? subject : by.certificate.getSubjectX500Principal(),
                    new BigInteger(SERIAL_BITS, RANDOM).add(BigInteger.ONE),
                    Date.from(now.minus(BACKDATED)),
                    Date.from(now.plus(lifetime)),
                    subject,
                    keys.getPublic());
            var ids = new JcaX509ExtensionUtils();
            if (by == null) {
                builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(0))
                        .addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign))
                        .addExtension(
                                Extension.subjectKeyIdentifier,
                                false,
                                ids.createSubjectKeyIdentifier(keys.getPublic()));
            } else {
                var alternative = names.stream()
                        .map(name -> new GeneralName(GeneralName.dNSName, name))
                        .toArray(GeneralName[]::new);
                builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false))
                        .addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature))
                        .addExtension(
                                Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth))
                        .addExtension(Extension.subjectAlternativeName, false, new GeneralNames(alternative))
                        .addExtension(
                                Extension.authorityKeyIdentifier,
                                false,
                                ids.createAuthorityKeyIdentifier(by.certificate));
            }
            var signer = new JcaContentSignerBuilder("SHA256withECDSA").build(by == null ? keys.getPrivate() : by.key);
            return new Issued(
                    new JcaX509CertificateConverter().getCertificate(builder.build(signer)), keys.getPrivate());
        } catch (GeneralSecurityException | IOException | OperatorCreationException e) {
            throw new IllegalStateException("every JDK has P-256", e);
        }
    }

    Instant end() {
        return certificate.getNotAfter().toInstant();
    }

    /** Two thirds of its life are over: time for the next one. */
    boolean isDue(Instant now) {
        var begin = certificate.getNotBefore().toInstant();
        return !now.isBefore(
                begin.plus(Duration.between(begin, end()).multipliedBy(2).dividedBy(3)));
    }

    @Override
    public String toString() {
        return "certificate until " + end();
    }
}
