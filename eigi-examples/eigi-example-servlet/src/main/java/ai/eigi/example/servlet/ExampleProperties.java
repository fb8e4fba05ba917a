package ai.eigi.example.servlet;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Properties of the example.
 *
 * @param agentId agent that answers
 * @param heartbeat time between two signs of life of an event stream: how long a browser
 * that has left may go unnoticed
 */
@ConfigurationProperties("example")
record ExampleProperties(String agentId, @DefaultValue("10s") Duration heartbeat) {

}
