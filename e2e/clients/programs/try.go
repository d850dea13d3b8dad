package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"time"

	parley "example.com/parley/client"
)

func must(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func main() {
	configuration := parley.NewConfiguration()
	configuration.Servers = parley.ServerConfigurations{{URL: os.Getenv("BASE_URL")}}
	client := parley.NewAPIClient(configuration)
	ctx := context.WithValue(context.Background(), parley.ContextAccessToken, os.Getenv("API_KEY"))

	kind, _, err := client.EventTypesAPI.GetEventType(ctx, "payment.captured").Execute()
	must(err)

	body := parley.NewPublishEventBody("payment.captured", map[string]interface{}{"amount": 7})
	body.SetOccurredAt(time.Now().Add(-time.Hour))
	own := parley.AUDIENCE_WORD_OWN
	body.SetAudience(parley.Audience{AudienceWord: &own})
	published, _, err := client.EventsAPI.PublishEvent(ctx).PublishEventBody(*body).Execute()
	must(err)

	paged := []string{}
	since := time.Now().Add(-2 * time.Hour)
	request := client.EventsAPI.ListEvents(ctx).Limit(1).Since(since)
	for {
		page, _, err := request.Execute()
		must(err)
		for _, event := range page.GetItems() {
			paged = append(paged, event.GetId())
		}
		if !page.NextCursor.IsSet() || page.NextCursor.Get() == nil {
			break
		}
		request = client.EventsAPI.ListEvents(ctx).Limit(1).Since(since).Cursor(*page.NextCursor.Get())
	}

	wrong := parley.NewPublishEventBody("payment.captured", map[string]interface{}{"amount": -1})
	_, answer, err := client.EventsAPI.PublishEvent(ctx).PublishEventBody(*wrong).Execute()
	refused, isRefused := err.(*parley.GenericOpenAPIError)
	if !isRefused {
		must(fmt.Errorf("not refused: %v", err))
	}
	problem, isProblem := refused.Model().(parley.Problem)
	if !isProblem {
		must(fmt.Errorf("no problem: %T %s", refused.Model(), refused.Body()))
	}

	out, _ := json.Marshal(map[string]interface{}{
		"published": published.GetId(),
		"paged":     paged,
		"step":      kind.GetVersions()[0].Downcast[0].GetOp(),
		"status":    answer.StatusCode,
		"code":      problem.GetCode(),
		"field":     problem.GetErrors()[0].GetPath(),
	})
	fmt.Println(string(out))
}
