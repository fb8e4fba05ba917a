package ai.eigi.boot.autoconfigure.health;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import ai.eigi.client.EigiClient;

import org.springframework.boot.actuate.info.Info;
import org.springframework.boot.actuate.info.InfoContributor;

/**
 * {@link InfoContributor} that tells the version of the client and the names of the
 * accounts.
 *
 * @since 0.1.0
 */
public class EigiInfoContributor implements InfoContributor {

	private final EigiHealthCheck check;

	EigiInfoContributor(EigiHealthCheck check) {
		this.check = check;
	}

	@Override
	public void contribute(Info.Builder builder) {
		Map<String, Object> eigi = new LinkedHashMap<>();
		String version = EigiClient.class.getPackage().getImplementationVersion();
		if (version != null) {
			eigi.put("version", version);
		}
		eigi.put("accounts", List.copyOf(this.check.accounts()));
		builder.withDetail("eigi", eigi);
	}

}
