package ai.eigi.sample;

import java.time.Duration;
import java.util.List;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Properties of the sample.
 *
 * @param agents agents that the page offers
 * @param pollInterval time between two looks at a call
 */
@ConfigurationProperties("sample")
record SampleProperties(@DefaultValue List<Agent> agents, @DefaultValue("3s") Duration pollInterval) {

	/**
	 * An agent by id, with a name for people.
	 *
	 * @param id id of the agent, from the dashboard of eigi.ai
	 * @param name what the page calls it
	 */
	record Agent(String id, String name) {

	}

}
