package dev.tigrit.secrets;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;

@SpringBootApplication
@ConfigurationPropertiesScan
public class SecretsApplication {

    public static void main(String[] args) {
        var application = new SpringApplication(SecretsApplication.class);
        application.addListeners(HardenedJvm.ofThisProcess());
        application.run(args);
    }
}
