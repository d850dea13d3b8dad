import com.google.gson.Gson;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.openapitools.client.ApiClient;
import org.openapitools.client.ApiException;
import org.openapitools.client.api.EventTypesApi;
import org.openapitools.client.api.EventsApi;
import org.openapitools.client.auth.HttpBearerAuth;
import org.openapitools.client.model.Audience;
import org.openapitools.client.model.AudienceWord;
import org.openapitools.client.model.Event;
import org.openapitools.client.model.EventPage;
import org.openapitools.client.model.Problem;
import org.openapitools.client.model.PublishEventBody;

public class Try {
  public static void main(String[] args) throws Exception {
    ApiClient client = new ApiClient();
    client.setBasePath(System.getenv("BASE_URL"));
    ((HttpBearerAuth) client.getAuthentication("bearer")).setBearerToken(System.getenv("API_KEY"));
    EventsApi events = new EventsApi(client);
    OffsetDateTime since = OffsetDateTime.now().minusHours(2);

    Object step =
        new EventTypesApi(client).getEventType("payment.captured").getVersions().get(0).getDowncast().get(0).getOp();

    PublishEventBody body =
        new PublishEventBody()
            .type("payment.captured")
            .data(Map.of("amount", 8))
            .occurredAt(OffsetDateTime.now().minusHours(1))
            .audience(new Audience(AudienceWord.AUDIENCE_WORD_OWN));
    String published = events.publishEvent(body, null).getId();

    List<String> paged = new ArrayList<>();
    String cursor = null;
    do {
      EventPage page = events.listEvents(1, cursor, null, null, null, null, since, null);
      for (Event event : page.getItems()) paged.add(event.getId());
      cursor = page.getNextCursor();
    } while (cursor != null);

    Map<String, Object> out = new LinkedHashMap<>();
    try {
      events.publishEvent(new PublishEventBody().type("payment.captured").data(Map.of("amount", -1)), null);
    } catch (ApiException refused) {
      Problem problem = Problem.fromJson(refused.getResponseBody());
      out.put("status", refused.getCode());
      out.put("code", problem.getCode());
      out.put("field", problem.getErrors().get(0).getPath());
    }
    out.put("published", published);
    out.put("paged", paged);
    out.put("step", step.toString());
    System.out.println(new Gson().toJson(out));
    System.exit(0);
  }
}
