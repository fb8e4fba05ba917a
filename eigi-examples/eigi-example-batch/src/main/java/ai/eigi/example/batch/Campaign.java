package ai.eigi.example.batch;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.core.io.Resource;
import org.springframework.core.io.WritableResource;

/**
 * Whom to call and why.
 *
 * @param name name of the campaign: in one campaign nobody is called twice
 * @param agentId agent that calls
 * @param recipients file with a line {@code number,name} for each recipient
 * @param report file to write what became of each call to
 * @param callsPerRequest how many calls are placed with one request; eigi advises 50 to
 * 100
 * @param settlingTime how long a call of unknown outcome may take to be listed
 * @param longestCall how long the job waits for calls to end
 * @param lookInterval time between two looks at calls under way
 */
@ConfigurationProperties("campaign")
record Campaign(String name, String agentId, Resource recipients, WritableResource report,
		@DefaultValue("50") int callsPerRequest, @DefaultValue("1m") Duration settlingTime,
		@DefaultValue("1h") Duration longestCall, @DefaultValue("15s") Duration lookInterval) {

}
