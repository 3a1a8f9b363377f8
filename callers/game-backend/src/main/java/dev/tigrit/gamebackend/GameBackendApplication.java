package dev.tigrit.gamebackend;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;

/** Starts the program. */
@SpringBootApplication
@ConfigurationPropertiesScan
public class GameBackendApplication {

    public static void main(String[] args) {
        SpringApplication.run(GameBackendApplication.class, args);
    }
}
